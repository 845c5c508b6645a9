# Breakwater with the Kustomize and Helm of Argo CD 3.0.19, as the function that renders or as a server. Never built from here: only
# its commands were run apart (npm ci, npm run build, go install), so look at the first image you build.
#   docker buildx build --platform linux/arm64 --tag <repository>/breakwater:<version> .
FROM golang:1.24 AS renderers
ENV CGO_ENABLED=0 GOBIN=/out
RUN go install -trimpath sigs.k8s.io/kustomize/kustomize/v5@v5.6.0 \
 && go install -trimpath helm.sh/helm/v3/cmd/helm@v3.17.1

FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM public.ecr.aws/lambda/nodejs:24
COPY --from=renderers /out/ /opt/bin/
COPY --from=build /src/dist/ ${LAMBDA_TASK_ROOT}/dist/
ENV KUSTOMIZE_BIN=/opt/bin/kustomize HELM_BIN=/opt/bin/helm
# A server instead: --entrypoint node, arguments /var/task/dist/cli.mjs serve, or renderer (deploy/kubernetes.yaml).
CMD ["dist/lambda/renderer.handler"]
