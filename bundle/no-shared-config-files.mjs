/** A function has no home with profiles in it: what the environment does not say has its default. */
export const fromSharedConfigFiles = () => async () => {
  throw Object.assign(new Error('there are no shared configuration files in a function'), { tryNextLink: true });
};
