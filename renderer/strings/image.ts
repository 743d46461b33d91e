import type { ArtifactKind } from '../../server/control/contract.ts'
import { count, counted } from '../format.ts'

/** What a person calls the kinds of things that lie in a registry. */
export const kinds: Readonly<
  Record<ArtifactKind, { readonly one: string; readonly many: string }>
> = {
  image: { one: 'Image', many: 'Images' },
  'multi-platform image': { one: 'Multi-platform image', many: 'Multi-platform images' },
  'Helm chart': { one: 'Helm chart', many: 'Helm charts' },
  signature: { one: 'Signature', many: 'Signatures' },
  SBOM: { one: 'SBOM', many: 'SBOMs' },
  attestation: { one: 'Attestation', many: 'Attestations' },
  'build cache': { one: 'Build cache', many: 'Build caches' },
  artifact: { one: 'Artifact', many: 'Artifacts' },
}

/** One image, or whatever else a manifest describes. */
export const image = {
  loadFailed: 'This image could not be read',
  gone: {
    tag: 'This tag is gone',
    digest: 'This image is gone',
    text: (name: string) => `“${name}” was deleted, or never pushed.`,
    back: (repository: string) => `To ${repository}`,
  },
  compare: 'Compare with…',
  parts: {
    label: 'Pages of this image',
    image: 'About',
    files: 'Files',
    space: 'Wasted space',
    title: (part: string, image: string) => `${part} · ${image}`,
  },
  about: {
    label: 'What it is',
    digest: 'Digest',
    kind: 'Kind',
    artifactType: 'Type',
    platforms: (platforms: number) => (platforms === 1 ? 'Platform' : 'Platforms'),
    size: 'Size',
    pushed: 'Pushed',
    pulled: 'Last pull',
    tags: (tags: number) => (tags === 1 ? 'Tag' : 'Tags'),
    noTags: 'none: it goes when space is collected',
    by: (user: string) => `by ${user}`,
    showAll: (more: number) => `${counted(more, 'more', 'more')}`,
    showFewer: 'fewer',
    annotations: 'Annotations',
  },
  use: {
    title: 'Use it',
    byTag: 'Pull by tag',
    byDigest: 'Pull by digest',
    run: 'Run',
    thing: (what: string) => `the command: ${what}`,
  },
  platform: {
    label: 'Platform',
    missing:
      'The manifest for this platform is not in this repository, so its layers cannot be shown.',
    open: 'Open it alone',
  },
  layers: {
    title: 'Layers',
    files: 'Files',
    totals: (layers: number, bytes: string) => `${counted(layers, 'layer')}, ${bytes}`,
    fileTotals: (files: number, bytes: string) => `${counted(files, 'file')}, ${bytes}`,
    shared: (shared: string) => `${shared} shared with other images`,
    nothingShared: 'nothing shared with other images',
    bar: (summary: string) => `Layers by size: ${summary}`,
    layer: (number: number) => `Layer ${count(number)}`,
    rest: (others: number) => counted(others, 'other'),
    small: (small: number) => counted(small, 'small one'),
    own: 'only in this image',
    sharedMark: 'shared',
    none: 'No layers.',
    columns: {
      number: '#',
      command: 'Made by',
      file: 'File',
      size: 'Size',
      shared: 'Shared',
      mediaType: 'Media type',
      digest: 'Digest',
    },
    noCommand: 'not recorded',
    inOthers: (manifests: number) => `in ${counted(manifests, 'other image')}`,
    inNoOthers: 'no',
  },
  config: {
    title: 'Configuration',
    entrypoint: 'Entrypoint',
    command: 'Command',
    user: 'User',
    workingDirectory: 'Working directory',
    ports: 'Ports',
    volumes: 'Volumes',
    stopSignal: 'Stop signal',
    createdAt: 'Created',
    author: 'Author',
    environment: 'Environment',
    labels: 'Labels',
    copy: (what: string) => what.toLowerCase(),
  },
  history: {
    title: 'History',
    label: 'Steps of the build, the first one on top',
    copy: 'the history',
  },
  vouchers: {
    title: 'Attached to it',
    none: 'No signatures, SBOMs or attestations are attached to it.',
    columns: { kind: 'Kind', type: 'Type', digest: 'Digest', size: 'Size', created: 'Created' },
  },
  manifest: {
    title: 'Manifest',
    show: 'Show the manifest',
    hide: 'Hide the manifest',
    copy: 'the manifest, byte for byte',
    loadFailed: 'The manifest could not be read',
  },
} as const
