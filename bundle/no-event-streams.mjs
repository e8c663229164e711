/** The function calls no operation that streams events. */
export {};
