import {
  Button,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Input as InputOf } from '../../../server/control/contract.ts'
import type { Reach } from '../../../server/control/reach-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { useAction } from '../../control.tsx'
import { FORM_WIDTH } from '../../measures.ts'
import { network } from '../../strings/network.ts'
import type { ControlError } from '../../transport.ts'

const words = network.open

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalM,
  },
  field: { width: '100%', maxWidth: FORM_WIDTH },
})

type Kind = InputOf<'reach.open'>['tls']
const NO_FILES = { certificate: '', key: '' }

/** Opens the registry to other machines. */
export function OpenForm({ reach }: { readonly reach: Reach }) {
  const styles = useStyles()
  const kinds = kindsFor(reach)
  const [port, setPort] = useState(String(reach.port))
  const [tls, setTls] = useState<Kind>(kinds[0] ?? 'own')
  const [files, setFiles] = useState(NO_FILES)
  const { mutate, isPending, error } = useAction('reach.open')
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535
  return (
    <div className={styles.root}>
      <Field label={words.tls}>
        <RadioGroup value={tls} onChange={(_, { value }) => setTls(value as Kind)}>
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} label={words[kind]} />
          ))}
        </RadioGroup>
      </Field>
      {reach.cannotMake !== undefined && (
        <Failure title={words['made-here']} error={{ message: reach.cannotMake }} />
      )}
      {tls === 'own' && <OwnFiles files={files} onChange={setFiles} error={error} />}
      <Field
        className={styles.field}
        label={words.port}
        hint={words.portHint}
        {...(!isPort && { validationMessage: words.wrongPort })}
      >
        <Input value={port} inputMode="numeric" onChange={(_, { value }) => setPort(value)} />
      </Field>
      {error && error.field === undefined && <Failure title={words.failed} error={error} />}
      <Button
        disabledFocusable={isPending || !isPort}
        onClick={() =>
          mutate({
            port: Number(port),
            tls,
            ...(tls === 'own' && files.certificate !== '' && { certificate: files.certificate }),
            ...(tls === 'own' && files.key !== '' && { key: files.key }),
          })
        }
      >
        {words.verb}
      </Button>
    </div>
  )
}

interface OwnFilesProps {
  readonly files: typeof NO_FILES
  readonly onChange: (files: typeof NO_FILES) => void
  readonly error: ControlError | null
}

/** A certificate of one's own, and its key. */
function OwnFiles({ files, onChange, error }: OwnFilesProps) {
  const styles = useStyles()
  const wrongIn = (field: string) =>
    error?.field === field ? { validationMessage: error.message } : {}
  return (
    <>
      <Field
        className={styles.field}
        label={words.certificateFile}
        hint={words.certificateHint}
        {...wrongIn('certificate')}
      >
        <Input
          value={files.certificate}
          onChange={(_, { value }) => onChange({ ...files, certificate: value })}
        />
      </Field>
      <Field
        className={styles.field}
        label={words.keyFile}
        hint={words.keyHint}
        {...wrongIn('key')}
      >
        <Input value={files.key} onChange={(_, { value }) => onChange({ ...files, key: value })} />
      </Field>
    </>
  )
}

/** What can be had here, the usual first. */
function kindsFor({ isBehindProxy, cannotMake }: Reach): readonly Kind[] {
  return [
    ...(isBehindProxy ? (['proxy'] as const) : []),
    ...(cannotMake === undefined ? (['made-here'] as const) : []),
    'own',
  ]
}
