/** A function has no home directory with profiles. A setting that is not in the environment has its default. */
export const fromSharedConfigFiles = () => async () => {
  throw Object.assign(new Error('there are no shared configuration files in a function'), { tryNextLink: true });
};
