/** Something small that every engine can get, to try a registry with. */
export const SAMPLE = 'busybox'

/** @param host the registry as engines name it, `localhost:5000` */
export const tagCommand = (host: string, image = SAMPLE): string =>
  `docker tag ${image} ${host}/${image}`
export const pushCommand = (host: string, name = SAMPLE): string => `docker push ${host}/${name}`
export const pullCommand = (host: string, name = SAMPLE): string => `docker pull ${host}/${name}`
export const loginCommand = (host: string): string => `docker login ${host}`
