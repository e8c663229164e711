/** Whether a text has one half of a character, such as the rest of an emoji that was cut. UTF-8 cannot hold it. */
export const hasLoneSurrogate = (text: string): boolean => /\p{Surrogate}/u.test(text);
