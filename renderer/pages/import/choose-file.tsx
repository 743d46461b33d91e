import { Button, makeStyles, Text, tokens, type ButtonProps } from '@fluentui/react-components'
import { FolderOpenRegular } from '@fluentui/react-icons'
import { useRef } from 'react'
import { Muted } from '../../components/muted.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { importing as words } from '../../strings/import.ts'

const useStyles = makeStyles({
  place: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    rowGap: tokens.spacingVerticalM,
    maxWidth: TEXT_WIDTH,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalXXL}`,
    boxSizing: 'border-box',
    border: `${tokens.strokeWidthThin} dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  choose: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  text: { color: tokens.colorNeutralForeground2, textAlign: 'center' },
})

export interface ChooseFileProps {
  readonly onFile: (file: File) => void
}

/** Where an import begins. */
export function ChooseFile({ onFile }: ChooseFileProps) {
  const styles = useStyles()
  return (
    <div className={styles.place}>
      <div className={styles.choose}>
        <FileButton appearance="primary" onFile={onFile}>
          {words.choose.button}
        </FileButton>
        <Muted>{words.choose.drop}</Muted>
      </div>
      <Text className={styles.text}>{words.choose.text}</Text>
    </div>
  )
}

export interface FileButtonProps extends ChooseFileProps {
  readonly appearance?: NonNullable<ButtonProps['appearance']>
  readonly children: string
}

/** A button that lets a person choose a file. */
export function FileButton({ appearance = 'secondary', onFile, children }: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        appearance={appearance}
        icon={<FolderOpenRegular />}
        onClick={() => field.current?.click()}
      >
        {children}
      </Button>
      <input
        ref={field}
        type="file"
        hidden
        aria-label={words.choose.label}
        onChange={({ target }) => {
          const file = target.files?.[0]
          // So that the same file can be chosen once more.
          target.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
