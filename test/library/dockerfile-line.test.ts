import { expect, test } from 'vitest'
import { dockerfileLine } from '../../server/library/dockerfile-line.ts'

test.each([
  // Docker's first builder, Buildah and Kaniko.
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['/bin/sh -c #(nop) CMD ["nginx" "-g" "daemon off;"]', 'CMD ["nginx", "-g", "daemon off;"]'],
  [String.raw`/bin/sh -c #(nop) CMD ["a" "b\" c"]`, String.raw`CMD ["a", "b\" c"]`],
  ['/bin/sh -c #(nop) ADD file:4b03b5f5 in / ', 'ADD file:4b03b5f5 /'],
  ['/bin/sh -c #(nop) COPY multi:a1 in /app/ ', 'COPY multi:a1 /app/'],
  ['/bin/sh -c #(nop)  EXPOSE 80', 'EXPOSE 80'],
  ['/bin/sh -c #(nop)  ENV PATH=/usr/bin:/bin', 'ENV PATH=/usr/bin:/bin'],
  ['/bin/sh -c #(nop) WORKDIR /app', 'WORKDIR /app'],
  [
    '/bin/sh -c apt-get update \t&& apt-get install -y git',
    'RUN apt-get update && apt-get install -y git',
  ],
  ['|2 A=1 B=two words /bin/sh -c make all', 'RUN make all'],
  ['/bin/bash -c make', 'RUN make'],
  // BuildKit.
  ['RUN /bin/sh -c apt-get update # buildkit', 'RUN apt-get update'],
  ['RUN |1 VERSION=1.2 /bin/sh -c make $VERSION # buildkit', 'RUN make $VERSION'],
  ['RUN /bin/bash -o pipefail -c a | b # buildkit', 'RUN /bin/bash -o pipefail -c a | b'],
  ['RUN cmd /S /C dir # buildkit', 'RUN dir'],
  ['RUN /bin/sh -c <<EOF\nset -e\n  make\nEOF # buildkit', 'RUN <<EOF\nset -e\n make\nEOF'],
  ['COPY . /app # buildkit', 'COPY . /app'],
  ['COPY --chown=1:1 a in b # buildkit', 'COPY --chown=1:1 a in b'],
  ['WORKDIR /app', 'WORKDIR /app'],
  ['CMD ["npm" "start"]', 'CMD ["npm", "start"]'],
  ['ENTRYPOINT ["/entrypoint.sh"]', 'ENTRYPOINT ["/entrypoint.sh"]'],
  ['SHELL [/bin/bash -o pipefail -c]', 'SHELL [/bin/bash -o pipefail -c]'],
  ['EXPOSE map[80/tcp:{} 443/tcp:{}]', 'EXPOSE 80/tcp 443/tcp'],
  ['EXPOSE [8080/tcp]', 'EXPOSE 8080/tcp'],
  [
    'HEALTHCHECK &{["CMD-SHELL" "curl localhost"] "30s"}',
    'HEALTHCHECK &{["CMD-SHELL" "curl localhost"] "30s"}',
  ],
  // What has no Dockerfile.
  ['jib-gradle-plugin:3.4.0', 'jib-gradle-plugin:3.4.0'],
  ['bazel build ...', 'bazel build ...'],
  ['LABEL a="[x" # buildkit', 'LABEL a="[x"'],
  ['', ''],
])('%j reads %j', (createdBy, line) => {
  expect(dockerfileLine(createdBy)).toBe(line)
})
