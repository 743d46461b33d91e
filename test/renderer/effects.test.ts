import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { queryKey, takeEffect } from '../../renderer/effects.ts'

const isOutdated = (client: QueryClient, key: readonly unknown[]) =>
  client.getQueryState(key)?.isInvalidated

function withAnswers(...keys: (readonly unknown[])[]): QueryClient {
  const client = new QueryClient()
  for (const key of keys) client.setQueryData(key, 'before')
  return client
}

test('an answer takes the place of the one that it changes, and outdates what follows from it', () => {
  const rules = queryKey('access.get')
  const tried = queryKey('access.try', { repository: 'team/app' })
  const users = queryKey('users.list')
  const client = withAnswers(rules, tried, users)
  const output = { rules: [], canChange: true } as never
  takeEffect(client, 'access.change', output)
  expect(client.getQueryData(rules)).toBe(output)
  expect([tried, users].map((key) => isOutdated(client, key))).toEqual([true, false])
})

test('a restart outdates everything', () => {
  const keys = [queryKey('settings.get'), queryKey('logs.list', { limit: 9 })]
  const client = withAnswers(...keys)
  takeEffect(client, 'registry.restart', undefined)
  expect(keys.map((key) => isOutdated(client, key))).toEqual([true, true])
})

test('a method that changes nothing else changes nothing else', () => {
  const list = queryKey('repositories.list', { search: '', sort: 'name', offset: 0, limit: 9 })
  const client = withAnswers(list)
  takeEffect(client, 'remotes.test', {} as never)
  expect([client.getQueryData(list), isOutdated(client, list)]).toEqual(['before', false])
})
