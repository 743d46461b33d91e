import { stringify } from 'yaml'
import type { ConfiguredAzure } from '../../server/config/azure-config.ts'
import type { Config } from '../../server/config/config.ts'
import { load } from './loading.ts'

/** A key of the form and length that Azure's have. */
export const accountKey = Buffer.alloc(64, 'Berth').toString('base64')
/** Another. */
export const otherKey = Buffer.alloc(64, 'other').toString('base64')
export const sasToken =
  'sv=2024-11-04&ss=b&srt=sco&sp=rwdlc&se=2030-01-01&sig=Zm9vYmFyYmF6cXV4%2Bdef%3D'
export const connectionString = `DefaultEndpointsProtocol=https;AccountName=account;AccountKey=${accountKey};EndpointSuffix=core.windows.net`

/** Keys of `storage.azure` that suffice. */
export const enough = { accountname: 'account', accountkey: accountKey, container: 'images' }

/** A file with these keys of `storage.azure`, each on a line of its own from line 4 on. */
export function azureYaml(azure: object, storage: object = {}): string {
  return stringify({ storage: { azure, ...storage } })
}

/** The driver; a failure of the test when it is another. */
export function azureOf({ storage: { driver } }: Config): ConfiguredAzure {
  if (driver.kind !== 'azure') throw new Error(`the driver is ${driver.kind}`)
  return driver
}

/** The driver that a file with these keys asks for. */
export function loadAzure(azure: object): ConfiguredAzure {
  return azureOf(load({ yaml: azureYaml(azure) }).config)
}
