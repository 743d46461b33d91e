/** Who may use the registry, and what it logs in elsewhere with. */
export const credentials = {
  title: 'Credentials',
  text: 'Who may use this registry, and what it logs in elsewhere with. Passwords, keys and tokens are kept and never shown again.',
} as const
