import { isMap, isScalar, isSeq, type Document, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import type { AccessRule } from '../config/config.ts'

/** Writes other rules into a config.yml; without any the section goes. Rules that stay keep their comments. */
export function setAccess(document: Document, rules: readonly AccessRule[] | undefined): void {
  if (!rules || rules.length === 0) return void document.deleteIn(['access'])
  const before = document.getIn(['access'], true)
  const list: YAMLSeq = isSeq(before) ? before : (document.createNode([]) as YAMLSeq)
  const left = new Set(list.items as Node[])
  const items = rules.map((rule) => {
    const same = [...left].find((node) => isSame(node, rule))
    if (same) left.delete(same)
    return same ?? newRule(document, rule)
  })
  list.items = items
  list.flow = false
  document.setIn(['access'], list)
}

/** Writes that people log in with the users of a file, in place of whatever `auth` said. */
export function setHtpasswd(document: Document, path: string, realm: string): void {
  document.setIn(['auth'], document.createNode({ htpasswd: { realm, path } }))
}

function isSame(node: Node, rule: AccessRule): boolean {
  if (!isMap(node)) return false
  const text = (key: string): string => JSON.stringify([plain(node.get(key))].flat())
  return (['users', 'repositories', 'actions'] as const).every(
    (key) => text(key) === JSON.stringify(rule[key]),
  )
}

function plain(value: unknown): unknown {
  if (isScalar(value)) return value.value
  return isSeq(value) ? value.items.map(plain) : value
}

/** `users: [alice, '*']`, as people write it. */
function newRule(document: Document, { users, repositories, actions }: AccessRule): YAMLMap {
  const node = document.createNode({ users, repositories, actions }) as unknown as YAMLMap
  for (const { value } of node.items) {
    if (!isSeq(value)) continue
    value.flow = true
    for (const item of value.items) {
      if (isScalar(item) && String(item.value).includes('*')) item.type = 'QUOTE_SINGLE'
    }
  }
  return node
}
