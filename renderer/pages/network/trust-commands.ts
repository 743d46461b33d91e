/** Under this name the certificate is saved, for the commands to find it. */
export const SAVED_AS = 'berth-ca.crt'

export const CLIENTS = ['docker', 'mac', 'windows', 'podman'] as const
export type Client = (typeof CLIENTS)[number]

/**
 * What makes a client trust the certificate that was saved in the folder of the terminal.
 *
 * @param host with the port, such as `berth.local:5000`
 */
export function trustCommand(client: Client, host: string): string {
  switch (client) {
    case 'docker':
      return `sudo install -D -m 644 ${SAVED_AS} /etc/docker/certs.d/${host}/ca.crt`
    case 'mac':
      return `mkdir -p ~/.docker/certs.d/${host} && cp ${SAVED_AS} ~/.docker/certs.d/${host}/ca.crt`
    case 'windows':
      return `certutil -user -addstore Root ${SAVED_AS}`
    case 'podman':
      return `sudo install -D -m 644 ${SAVED_AS} /etc/containers/certs.d/${host}/ca.crt`
  }
}
