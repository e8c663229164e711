import '../support/process-setup.cjs';

/** Mutates the handler and the request, and runs the fast tests against each mutant: `projen mutate`. */
export default {
  mutate: [
    'src/handler/{reconciler,reconciliation,release,template-reads,lookup,attributes,handler,event}.ts',
    'src/handler/{retry-policy,service-caller,service-error,service-refusal,redactor,spans,cloudformation-response,iot-job-template-service}.ts',
    'src/shared/!(contract|digest).ts',
    'src/private/{generated-job-id,job-problems,job-steps,job-time,job-verdict,job-warnings,older-jobs,own-job,query-form,run-times,state-names,targets-in-order}.ts',
    'src/private/{cron-period,document-text,document-warnings,nesting,package-version,placeholder-rules,s3-url,synthesis-rules,warning,warnings}.ts',
  ],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner', './test/mutation/reporter.mjs'],
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.json' },
  coverageAnalysis: 'perTest',
  // Code that runs once when a module is loaded would need every test for each mutant: the description of the
  // request, and tables of names. It is data. Its limits are numbers, which are not mutated, and have tests on both
  // sides.
  ignoreStatic: true,
  // All mutators, including StringLiteral. Most texts are contracts, such as tags, names of errors and instructions
  // for users, and tests pin them.
  disableTypeChecks: '{src,test}/**/*.ts',
  concurrency: 2,
  // A busy machine must not look like an endless loop.
  timeoutMS: 15_000,
  ignorePatterns: ['/.*', '/coverage', '/dist', '/examples', '/lib', '/test-reports'],
  tempDirName: '.cache/stryker',
  // For --incremental only. Stryker does not notice a changed test with the same name, because it compares only the
  // suites.
  incrementalFile: '.cache/stryker-incremental.json',
  // report.ts prints the survivors and the scores.
  reporters: ['survivors', 'progress-append-only'],
};
