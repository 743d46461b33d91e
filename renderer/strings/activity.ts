/** What is moving and what has moved. */
export const activity = {
  title: 'Activity',
  moving: 'Moving now',
  history: 'History',
  search: 'Search by repository, tag, user or program',
  columns: {
    what: 'What',
    image: 'Image',
    size: 'Moved',
    rate: 'Rate',
    who: 'Who',
    with: 'With',
    when: 'When',
  },
  actions: { push: 'Pushed', pull: 'Pulled', delete: 'Deleted', retag: 'Tagged' },
  emptyTitle: 'Nothing has happened yet',
  emptyText: 'Pushes, pulls, deletions and new tags are listed here, the newest first.',
  noneFound: (search: string) => `Nothing in the history fits “${search}”`,
} as const
