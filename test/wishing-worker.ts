import { answerQuestions } from '../server/worker-answers.ts'

/** What a test wants of the thread. */
export type Wish = { readonly echo: string } | { readonly fail: string } | { readonly die: true }

answerQuestions((wish: Wish): string => {
  if ('echo' in wish) return wish.echo
  if ('fail' in wish) throw Object.assign(new Error('wished for'), { code: wish.fail })
  process.exit(1)
})
