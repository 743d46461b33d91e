/** What window and main process call each other by. */
export const CALL = 'berth:call'
export const EVENT = 'berth:event'
