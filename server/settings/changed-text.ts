import { Document, parseDocument, type Scalar } from 'yaml'
import { ControlError } from '../control/control-error.ts'
import type { FileChange } from '../control/host.ts'

/**
 * The text of a config.yml with other settings; comments and the order of what is there stay.
 *
 * @param text empty for a new file
 * @throws ControlError where the file is written in a way that cannot be changed piece by piece
 */
export function changedText(text: string, changes: readonly FileChange[]): string {
  return editedText(text, (document) => {
    for (const { key, value } of changes) changeOne(document, key, value)
  })
}

/**
 * The same for whatever `edit` does to the document.
 *
 * @throws ControlError CONFLICT where the text is no YAML, or what `edit` throws
 */
export function editedText(text: string, edit: (document: Document) => void): string {
  const document = text.trim() === '' ? newDocument() : parseDocument(text)
  if (document.errors.length > 0) {
    throw new ControlError('CONFLICT', 'the file is no valid YAML; mend it there first')
  }
  edit(document)
  return document.toString({ lineWidth: 0 })
}

/** A new config.yml, with a word on who wrote it. */
export function newDocument(): Document {
  const document = new Document({ version: 0.1 })
  document.commentBefore = ' Written by Berth when something is set in its console; may be edited.'
  return document
}

function changeOne(document: Document, key: string, value: string | undefined): void {
  const path = key.split('.')
  try {
    if (value === undefined) remove(document, path)
    else document.setIn(path, scalarOf(document, value))
  } catch (cause) {
    const message = 'the file writes this in a way that only its author can change; edit it there'
    throw new ControlError('INVALID_INPUT', message, key, { cause })
  }
}

/** With the sections that would be left empty, except that a storage driver acts by being there. */
function remove(document: Document, path: readonly string[]): void {
  if (!document.hasIn(path)) return
  document.deleteIn(path)
  const section = path.slice(0, -1)
  if (section.length === 0 || section.at(-1) === 'filesystem') return
  const left = document.getIn(section)
  const isBare = typeof left === 'object' && left !== null && 'items' in left
  if (isBare && Array.isArray(left.items) && left.items.length === 0) remove(document, section)
}

/** `true` and `info` bare, as people write them; quoted only what YAML would take for something else. */
function scalarOf(document: Document, value: string): Scalar {
  const plain = value === 'true' ? true : value === 'false' ? false : value
  return document.createNode(plain) as Scalar
}
