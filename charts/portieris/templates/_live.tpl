{{/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */}}

{{/* All that the chart asks of the cluster. */}}

{{/* The object (list apiVersion kind namespace name) as JSON; {} where there is none, or no cluster to ask. */}}
{{- define "portieris.live" -}}
{{- lookup (index . 0) (index . 1) (index . 2) (index . 3) | toJson -}}
{{- end -}}

{{/* "true" where the cluster of (list root apiVersion) serves that API version. */}}
{{- define "portieris.serves" -}}
{{- if (index . 0).Capabilities.APIVersions.Has (index . 1) -}}
true
{{- end -}}
{{- end -}}
