import type { Tag } from '../shared/create-job-template';

/** Tags as a list, which AWS IoT takes. */
export const tagsOf = (tags: { readonly [key: string]: string }): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
