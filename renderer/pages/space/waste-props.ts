import type { Waste } from '../../../server/control/contents-contract.ts'
import type { Layer } from '../../../server/control/images-contract.ts'
import type { ImageName } from '../../place.ts'

/** One platform's image. */
export interface WasteReportProps {
  readonly name: ImageName
  /** Of its manifest. */
  readonly digest: string
  readonly layers: readonly Layer[]
  /** As the address has it, for links. */
  readonly platform: string
}

/** What the parts of the report are about. */
export interface WastePartProps extends WasteReportProps {
  readonly waste: Waste
}
