/** What the app and its test both name. */
export const FIRMWARE = 'firmware';
export const CANARIES = ['canary'];
export const THINGS = ['gateway-1', 'gateway-2'];
/** The context key of the version that is released. */
export const VERSION = 'version';

export const imageOf = (version: string): string => `gateway/${version}/image.bin`;
