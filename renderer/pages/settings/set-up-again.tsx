import { Button, Text } from '@fluentui/react-components'
import { Section } from '../../components/section.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { navigate } from '../../router.ts'
import { setup } from '../../strings/setup.ts'

const words = setup.settings

const open = () => navigate({ page: 'setup' })

/** The way to the set-up: from its first step, unless it is under way. */
export function SetUpAgain() {
  const state = useMethod('setup.get', undefined).data?.state
  const { mutate, isPending } = useAction('setup.keep')
  return (
    <Section title={words.title}>
      <Text>{words.text}</Text>
      <div>
        <Button
          disabledFocusable={isPending || state === undefined}
          onClick={() => (state === 'done' ? mutate({ anew: true }, { onSettled: open }) : open())}
        >
          {words.open}
        </Button>
      </div>
    </Section>
  )
}
