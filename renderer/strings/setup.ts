/** Setting Berth up, step by step. */
export const setup = {
  title: 'Set up Berth',
  steps: 'Steps',
  progress: (at: number, of: number) => `Step ${at} of ${of}`,
  stepEnds: { done: 'done', skipped: 'skipped' },
  stepTitles: {
    storage: 'Where images live',
    people: 'Who may use it',
    remote: 'Azure-hosted registry',
    docker: 'Connect Docker',
  },
  back: 'Back',
  skip: 'Skip this step',
  notKept: 'What you type here is not kept',
  end: {
    title: 'Set-up is over',
    text: 'Everything here can be changed later, in Settings and Credentials.',
    ends: { done: 'Done', skipped: 'Skipped', open: 'Not yet' },
    restartTitle: 'Restart Berth to use it.',
    restartText:
      'What you chose counts when the registry starts anew; pushes and pulls under way are finished first.',
    restartElsewhere: 'What you chose counts once Berth is started anew, where it runs.',
    overview: 'Open Overview',
  },
  offer: {
    title: 'Set-up is not done.',
    text: 'Choose where images live and who may use them, and connect Docker.',
    open: 'Go on',
  },
  settings: {
    title: 'Set-up',
    text: 'Where images live, who may use them, other registries and Docker, one step after the other.',
    open: 'Open set-up',
  },
} as const
