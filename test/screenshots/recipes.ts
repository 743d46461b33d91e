import type { Recipe, Step } from './image.ts'

/** Images that a small team would have. Sizes are those of the real ones, or a part of them. */

const DEBIAN: readonly Step[] = [
  { command: '# debian.sh --arch $ARCH out/ bookworm @1741564800', mib: 26.9 },
]

const ALPINE: readonly Step[] = [
  { command: 'ADD alpine-minirootfs-3.21.3.tar.gz / # buildkit', mib: 3.47 },
  { command: 'CMD ["/bin/sh"]' },
]

const PYTHON: readonly Step[] = [
  ...DEBIAN,
  { command: 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin' },
  { command: 'ENV PYTHON_VERSION=3.13.2' },
  {
    command:
      'RUN /bin/sh -c set -eux; apt-get update; apt-get install -y --no-install-recommends ca-certificates netbase tzdata # buildkit',
    mib: 3.31,
  },
  {
    command:
      'RUN /bin/sh -c set -eux; wget -O python.tar.xz "https://www.python.org/ftp/python/$PYTHON_VERSION/Python-$PYTHON_VERSION.tar.xz"; ./configure --enable-optimizations; make -j "$(nproc)"; make install # buildkit',
    mib: 13.2,
  },
]

const NGINX: readonly Step[] = [
  ...ALPINE,
  { command: 'ENV NGINX_VERSION=1.27.4' },
  {
    command: 'RUN /bin/sh -c set -x && apk add --no-cache nginx=$NGINX_VERSION # buildkit',
    mib: 15.8,
  },
]

/** A service in Python. @param dependencies how many layers of packages there were before this one */
export function service(name: string, version: string, created: string, dependencies = 1): Recipe {
  return {
    created,
    steps: [
      ...PYTHON,
      { command: 'WORKDIR /srv', mib: 0.0001 },
      {
        command: 'COPY pyproject.toml uv.lock ./ # buildkit',
        mib: 0.05,
        version: `${name} ${dependencies}`,
      },
      {
        command: 'RUN /bin/sh -c uv sync --frozen --no-dev # buildkit',
        mib: 21.6,
        version: `${name} ${dependencies}`,
      },
      { command: 'COPY . . # buildkit', mib: 1.38, version: `${name} ${version}` },
      { command: 'USER 1000:1000' },
      { command: 'EXPOSE map[8080/tcp:{}]' },
      { command: `ENTRYPOINT ["uv" "run" "${name}"]` },
    ],
    config: {
      User: '1000:1000',
      WorkingDir: '/srv',
      ExposedPorts: { '8080/tcp': {} },
      Env: [
        'PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
        'PYTHON_VERSION=3.13.2',
        'UV_COMPILE_BYTECODE=1',
      ],
      Entrypoint: ['uv', 'run', name],
      Labels: labels(name, version, created),
    },
  }
}

/** A web site behind nginx. */
export function site(name: string, version: string, created: string): Recipe {
  return {
    created,
    steps: [
      ...NGINX,
      { command: 'COPY nginx.conf /etc/nginx/nginx.conf # buildkit', mib: 0.002, version: name },
      {
        command: 'COPY dist /usr/share/nginx/html # buildkit',
        mib: 4.12,
        version: `${name} ${version}`,
      },
      { command: 'EXPOSE map[80/tcp:{}]' },
    ],
    config: {
      ExposedPorts: { '80/tcp': {} },
      Cmd: ['nginx', '-g', 'daemon off;'],
      Labels: labels(name, version, created),
    },
  }
}

/** A program in one file. @param mib of the program */
export function tool(name: string, version: string, created: string, mib: number): Recipe {
  return {
    created,
    steps: [
      ...ALPINE,
      { command: `COPY /out/${name} /usr/local/bin/${name} # buildkit`, mib, version },
    ],
    config: { Entrypoint: [`/usr/local/bin/${name}`], Labels: labels(name, version, created) },
  }
}

/** A program of others, copied here. @param mib of what it adds to Debian */
export function upstream(name: string, version: string, created: string, mib: number): Recipe {
  return {
    created,
    steps: [
      ...DEBIAN,
      {
        command: `RUN /bin/sh -c set -ex; apt-get update; apt-get install -y ${name} # buildkit`,
        mib,
        version,
      },
      {
        command: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
        mib: 0.006,
        version: name,
      },
    ],
    config: { Entrypoint: ['docker-entrypoint.sh'], Cmd: [name] },
  }
}

function labels(name: string, version: string, created: string): object {
  return {
    'org.opencontainers.image.created': created,
    'org.opencontainers.image.source': `https://git.example.com/team/${name}`,
    'org.opencontainers.image.version': version,
  }
}
