import logo from '../../build/icons/berth.svg'

/** A ship in its berth, seen from above. The name stands beside it, so it says nothing itself. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return <img src={logo} width={size} height={size} alt="" />
}
