/** Imported when an operation streams events: none that is called here does. */
export {};
