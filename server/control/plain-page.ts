/** A page without the console: what is to be said, and what to do about it. */
export interface PlainPage {
  readonly title: string
  /** Paragraphs of plain text; one that starts with `$ ` is a command. */
  readonly text: readonly string[]
  /** Where to go on. */
  readonly link?: { readonly to: string; readonly text: string }
}

/** As HTML without scripts and styles, which no policy forbids. */
export function renderPage({ title, text, link }: PlainPage): string {
  const body = text.map((line) =>
    line.startsWith('$ ') ? `<pre>${escaped(line.slice(2))}</pre>` : `<p>${escaped(line)}</p>`,
  )
  const onward = link ? [`<p><a href="${escaped(link.to)}">${escaped(link.text)}</a></p>`] : []
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} - Berth</title>
<h1>${escaped(title)}</h1>
${[...body, ...onward].join('\n')}
</html>
`
}

export const CLOSED_PAGE: PlainPage = {
  title: 'The console is closed',
  text: [
    'This registry can be reached from other machines and asks for no login, so everybody who reaches it could delete its images here.',
    'To open the console, give the registry users:',
    '$ berth htpasswd users.htpasswd NAME',
    'and name the file in its configuration as auth.htpasswd.path, with a name for the login as auth.htpasswd.realm. Or let it listen on this machine alone, with http.addr: localhost:5000, or give the console an address of its own there with console.addr.',
    'Pushing and pulling images works meanwhile.',
  ],
}

export const UNBUILT_PAGE: PlainPage = {
  title: 'The console is not built',
  text: [
    'The registry runs. This checkout does not hold the files of its console yet; to make them, run',
    '$ npm run build',
    'and load this page again.',
  ],
}

/** @param base where the console lies */
export function refusedPage(message: string, base: string): PlainPage {
  return {
    title: 'Not from here',
    text: [
      `Berth did not open this page: ${message}.`,
      'If you followed a link on another site to get here and trust it, go on:',
    ],
    link: { to: base, text: 'Open the console' },
  }
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
