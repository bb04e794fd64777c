import manifest from '../package.json' with { type: 'json' };

/** Release of this software, as health and the API's description tell it. */
export const release: string = manifest.version;
