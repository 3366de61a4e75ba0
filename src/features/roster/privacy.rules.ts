/** Changes when the notice's text changes in substance: everybody is shown it once more. */
export const PRIVACY_VERSION = '2026-11';
