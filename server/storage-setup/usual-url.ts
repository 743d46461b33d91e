/** Address of an account's blob service in Azure's public cloud. */
export const usualUrl = (account: string): URL =>
  new URL(`https://${account}.blob.core.windows.net`)
