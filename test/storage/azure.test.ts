import { sharedAzurite } from '../support/shared-azurite.ts'
import { openAzure } from '../../server/storage/azure.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { azureConfig } from './azure-config.ts'
import { driverSuite } from './driver-suite.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

driverSuite(
  'a container of Azurite',
  async () => {
    const { container } = await azurite.container()
    const driver = await openAzure(azureConfig(azurite, container))
    return { driver, [Symbol.asyncDispose]: () => driver.close() }
  },
  { folders: false },
)
