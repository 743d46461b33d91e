/**
 * The link to the console that was printed last, at 127.0.0.1, where registries of tests listen, whatever
 * `localhost` is here; empty before there is one.
 */
export function printedLink(output: string): string {
  const link = output.match(/http\S+\?token=\S+/g)?.at(-1) ?? ''
  return link.replace('//localhost', '//127.0.0.1')
}
