import * as fc from 'fast-check';

// In CI, a property is tested with the same values every time, so that no merge depends on chance. Elsewhere the
// values are new, and a failure prints its seed.
if (process.env.CI) fc.configureGlobal({ seed: 1 });
