import {
  Button,
  Field,
  makeStyles,
  Select,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { CommandLine } from '../../components/command-line.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { network } from '../../strings/network.ts'
import { CLIENTS, SAVED_AS, trustCommand, type Client } from './trust-commands.ts'

const words = network.trust

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  title: { margin: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
})

export interface TrustStepsProps {
  readonly hosts: readonly string[]
  /** In PEM. */
  readonly certificate: string
}

/** How others come to trust a certificate whose signer nobody knows. */
export function TrustSteps({ hosts, certificate }: TrustStepsProps) {
  const styles = useStyles()
  const [client, setClient] = useState<Client>('docker')
  const [chosen, setHost] = useState('')
  const host = hosts.includes(chosen) ? chosen : (hosts[0] ?? '')
  return (
    <div className={styles.root}>
      <Subtitle2 as="h3" className={styles.title}>
        {words.title}
      </Subtitle2>
      <Text>{words.text}</Text>
      <div className={styles.row}>
        <Button as="a" href={hrefOf(certificate)} download={SAVED_AS}>
          {words.save}
        </Button>
        <CopyButton text={certificate} thing={words.thing} label={words.copy} size="medium" />
      </div>
      <div className={styles.row}>
        <Field label={words.client}>
          <Select
            value={client}
            onChange={(_, { value }) => setClient(CLIENTS.find((one) => one === value) ?? client)}
          >
            {CLIENTS.map((one) => (
              <option key={one} value={one}>
                {words.clients[one]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={words.host}>
          <Select value={host} onChange={(_, { value }) => setHost(value)}>
            {hosts.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
      </div>
      <CommandLine command={trustCommand(client, host)} thing={words.command} />
      <Text>{words.after[client]}</Text>
    </div>
  )
}

const hrefOf = (certificate: string): string =>
  `data:application/x-x509-ca-cert,${encodeURIComponent(certificate)}`
