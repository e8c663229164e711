import * as fc from 'fast-check';

// In CI a property is tried with the same values every time: what is merged does not depend on luck. Anywhere else with new ones, and a failure prints its seed.
if (process.env.CI) fc.configureGlobal({ seed: 1 });
