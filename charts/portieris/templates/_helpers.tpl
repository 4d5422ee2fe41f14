{{/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */}}

{{/* Name of the Deployment. */}}
{{- define "portieris.fullname" -}}
{{- $name := .Values.nameOverride | default .Chart.Name -}}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{- .Values.fullnameOverride | default $full | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "portieris.labels" -}}
app: portieris
chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
heritage: {{ .Release.Service }}
release: {{ .Release.Name }}
{{- end -}}

{{/* The webhook's image without tag and digest; refuses what would start another program. */}}
{{- define "portieris.repository" -}}
{{- $image := .Values.image -}}
{{- if $image.image -}}
{{- fail (printf "image.image (%s) is not a value of this chart: set image.repository and image.tag" $image.image) -}}
{{- end -}}
{{- if regexMatch "^v0\\.[0-9]+\\.[0-9]+" $image.tag -}}
{{- fail (printf "image.tag (%s) names another program: remove it, or set image.repository and image.tag to an image of this chart's webhook" $image.tag) -}}
{{- end -}}
{{- with $image.host -}}
{{- printf "%s/%s" (trimSuffix "/" .) (base $image.repository) -}}
{{- else -}}
{{- $image.repository -}}
{{- end -}}
{{- end -}}

{{- define "portieris.image" -}}
{{- $repository := include "portieris.repository" . -}}
{{- with .Values.image.digest -}}
{{- printf "%s@%s" $repository . -}}
{{- else -}}
{{- printf "%s:%s" $repository .Values.image.tag -}}
{{- end -}}
{{- end -}}

{{/* Rules that admit the webhook's own image, by tag and by digest. */}}
{{- define "portieris.ownImageRules" -}}
{{- $repository := include "portieris.repository" . -}}
- name: {{ $repository | quote }}
  policy: {}
- name: {{ printf "%s@sha256:*" $repository | quote }}
  policy: {}
{{- end -}}

{{/* Where the serving certificate comes from: cert-manager, given, inline or own-ca. */}}
{{- define "portieris.certificates" -}}
{{- if .Values.UseCertManager -}}
cert-manager
{{- else if .Values.SkipSecretCreation -}}
given
{{- else if .Values.UseGeneratedCerts.enabled -}}
inline
{{- else -}}
own-ca
{{- end -}}
{{- end -}}

{{/* Host of webHooks.url without port and brackets; empty without a URL. */}}
{{- define "portieris.urlHost" -}}
{{- with .Values.webHooks.url -}}
{{- get (urlParse .) "hostname" -}}
{{- end -}}
{{- end -}}

{{/* What webHooks.caBundle has to be: given by the mode, else what the live object already trusts. */}}
{{- define "portieris.caBundle" -}}
{{- $mode := include "portieris.certificates" . -}}
{{- $bundle := "" -}}
{{- if or (eq $mode "inline") (and (eq $mode "given") .Values.UseGeneratedCerts.caCert) -}}
{{- $bundle = .Values.UseGeneratedCerts.caCert | b64enc -}}
{{- else if eq $mode "given" -}}
{{- $secret := include "portieris.live" (list "v1" "Secret" .Release.Namespace "portieris-certs") | fromJson -}}
{{- $bundle = dig "data" "ca.crt" "" $secret -}}
{{- end -}}
{{- if not $bundle -}}
{{- $live := include "portieris.live" (list "admissionregistration.k8s.io/v1" "MutatingWebhookConfiguration" "" "image-admission-config") | fromJson -}}
{{- range (dig "webhooks" list $live) -}}
{{- $bundle = dig "clientConfig" "caBundle" "" . -}}
{{- end -}}
{{- end -}}
{{- $bundle -}}
{{- end -}}
