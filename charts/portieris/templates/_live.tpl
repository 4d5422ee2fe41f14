{{/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */}}

{{/*
What the cluster holds now, as JSON, for (list apiVersion kind namespace name); {} where there is no such object,
and where Helm renders without a cluster. The chart asks the cluster nowhere else.
*/}}
{{- define "portieris.live" -}}
{{- lookup (index . 0) (index . 1) (index . 2) (index . 3) | toJson -}}
{{- end -}}
