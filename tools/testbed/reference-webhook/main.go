/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */

// Command reference-webhook is an admission webhook with nothing but what a notary client has to
// do: it reads the images of a Deployment, asks the trust server for each by the Go client library
// of the Notary project, wants a signature of a role that holds the signer's key and pins the
// image. It knows no policies, asks no API server and keeps trust data in files of its own: a
// yardstick for images that nobody has asked about.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/theupdateframework/notary/client"
	"github.com/theupdateframework/notary/trustpinning"
	"github.com/theupdateframework/notary/tuf/data"
	"github.com/theupdateframework/notary/tuf/utils"
)

type review struct {
	Request struct {
		UID    string
		Object struct {
			Spec struct {
				Template struct {
					Spec struct {
						Containers []struct{ Image string }
					}
				}
			}
		}
	}
}

type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value string `json:"value"`
}

type webhook struct {
	trustServer string
	state       string
	signer      data.RoleName
	keyID       string
	transport   http.RoundTripper
}

func main() {
	certificate := flag.String("certificate", "", "its own, a PEM file")
	privateKey := flag.String("key", "", "of that, a PEM file")
	authority := flag.String("authority", "", "who issued the trust server's certificate, a PEM file")
	trustServer := flag.String("trust-server", "", "its URL")
	signer := flag.String("signer", "", "whose signature is wanted")
	signerKey := flag.String("signer-key", "", "the signer's public key, a PEM file")
	state := flag.String("state", "", "an empty folder for trust data")
	address := flag.String("listen", "", "host:port")
	flag.Parse()
	logrus.SetLevel(logrus.ErrorLevel)
	for name, value := range map[string]string{"listen": *address, "state": *state} {
		if value == "" {
			check(fmt.Errorf("--%s is missing", name))
		}
	}
	pem, err := os.ReadFile(*authority)
	check(err)
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		check(fmt.Errorf("%s: no certificate", *authority))
	}
	pem, err = os.ReadFile(*signerKey)
	check(err)
	key, err := utils.ParsePEMPublicKey(pem)
	check(err)
	w := webhook{
		trustServer: *trustServer,
		state:       *state,
		signer:      data.RoleName("targets/" + *signer),
		keyID:       key.ID(),
		transport: &http.Transport{
			TLSClientConfig:     &tls.Config{RootCAs: roots},
			MaxIdleConnsPerHost: 32,
			IdleConnTimeout:     time.Minute,
		},
	}
	http.HandleFunc("/admit", w.admit)
	http.HandleFunc("/health/readiness", func(http.ResponseWriter, *http.Request) {})
	check(http.ListenAndServeTLS(*address, *certificate, *privateKey, nil))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "reference-webhook:", err)
		os.Exit(1)
	}
}

func (w webhook) admit(out http.ResponseWriter, in *http.Request) {
	var asked review
	if err := json.NewDecoder(in.Body).Decode(&asked); err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	response := map[string]any{"uid": asked.Request.UID}
	patch, err := w.patch(asked)
	if err == nil {
		response["allowed"] = true
		response["patchType"] = "JSONPatch"
		response["patch"] = base64.StdEncoding.EncodeToString(patch)
	} else {
		response["allowed"] = false
		response["status"] = map[string]any{"message": err.Error()}
	}
	body, err := json.Marshal(map[string]any{
		"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response,
	})
	check(err)
	out.Header().Set("Content-Type", "application/json")
	// Who asks over a connection that stays wants to know how much comes, however much it is.
	out.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := out.Write(body); err != nil {
		logrus.Error(err)
	}
}

func (w webhook) patch(asked review) ([]byte, error) {
	var operations []operation
	for i, container := range asked.Request.Object.Spec.Template.Spec.Containers {
		pinned, err := w.pinned(container.Image)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", container.Image, err)
		}
		path := fmt.Sprintf("/spec/template/spec/containers/%d/image", i)
		operations = append(operations, operation{"replace", path, pinned})
	}
	return json.Marshal(operations)
}

func (w webhook) pinned(image string) (string, error) {
	colon := strings.LastIndexByte(image, ':')
	if colon <= strings.LastIndexByte(image, '/') {
		return "", errors.New("no tag")
	}
	repository, tag := image[:colon], image[colon+1:]
	trust, err := client.NewFileCachedRepository(
		w.state, data.GUN(repository), w.trustServer, w.transport, nil, trustpinning.TrustPinConfig{})
	if err != nil {
		return "", err
	}
	signed, err := trust.GetAllTargetMetadataByName(tag)
	if err != nil {
		return "", err
	}
	for _, target := range signed {
		if _, found := target.Role.Keys[w.keyID]; found && target.Role.Name == w.signer {
			return repository + "@sha256:" + hex.EncodeToString(target.Target.Hashes["sha256"]), nil
		}
	}
	return "", fmt.Errorf("no signature of %s", w.signer)
}
