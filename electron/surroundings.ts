/** What of the process around it the app needs. */
export type Surroundings = Pick<NodeJS.Process, 'argv' | 'env' | 'execPath' | 'platform' | 'stdout'>
