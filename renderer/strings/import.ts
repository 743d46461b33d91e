import type { NameFault } from '../pages/import/image-choice.ts'
import { count, counted } from '../format.ts'
import { repositoryFaultText, tagFaultText } from './names.ts'

/** Images that come in from a file. */
export const importing = {
  title: 'Import',
  choose: {
    button: 'Choose a file',
    label: 'File with images',
    drop: 'or drop one anywhere in this window',
    text: 'Takes what docker save and podman save make, and OCI image layouts as a tar archive, packed with gzip or zstd or not. You see what is in it before anything is stored.',
    another: 'Choose another file',
  },
  readOnly: {
    title: 'Nothing can be imported now',
    text: 'This registry is read only. Images can be imported once it takes changes again.',
    back: 'To all images',
  },
  sending: (name: string) => `Uploading ${name}`,
  sendFailed: (name: string) => `${name} was not taken:`,
  reading: (name: string) => `Reading ${name}`,
  storing: (name: string) => `Storing images of ${name}`,
  loadFailed: 'This import could not be looked up',
  readFailed: (name: string) => `${name} cannot be imported:`,
  storeFailed: 'Not all images could be stored',
  stop: 'Stop',
  leftOut: 'Not all of it can be taken',
  gone: {
    title: 'This import is over',
    text: 'An import is forgotten when Berth is restarted, when another file is chosen, or after an hour. Images that were stored are kept.',
  },
  nothing: {
    title: (name: string) => `No images in ${name}`,
    text: 'The file could be read, and there is no image in it.',
  },
  found: {
    title: (images: number, name: string) => `${counted(images, 'image')} in ${name}`,
    hint: 'A name is repository:tag, and gets the tag latest without one. A tag that exists already moves to the new image, as with a push.',
    list: 'Images in the file',
    take: (at: number) => `Take image ${count(at)}`,
    name: (at: number, of: number) =>
      of === 1 ? `Name of image ${count(at)}` : `Name ${count(of)} of image ${count(at)}`,
    addName: 'Add a name',
    addNameTo: (at: number) => `Add a name to image ${count(at)}`,
    removeName: (name: string) => (name === '' ? 'Remove this name' : `Remove the name ${name}`),
    placeholder: 'repository:tag',
    showAll: (images: number) => `Show all ${count(images)}`,
    verb: (images: number) => `Import ${counted(images, 'image')}`,
    why: {
      none: 'Select an image first.',
      names: 'Give every selected image a name that it can have.',
      tooMany: (most: number) => `At most ${count(most)} images are imported at once.`,
    },
  },
  fault(fault: NameFault): string {
    if (fault.of === 'twice') return 'This name is given twice.'
    return fault.of === 'tag' ? tagFaultText(fault.fault) : repositoryFaultText(fault.fault)
  },
  done: {
    title: (names: number) => `Stored under ${counted(names, 'name')}`,
    list: 'Stored images',
    columns: { name: 'Image', digest: 'Digest' },
  },
} as const
