import { fileURLToPath } from 'node:url';
import license from 'rollup-plugin-license';

const local = path => fileURLToPath(new URL(path, import.meta.url));

/** Of the SDK, what only runs outside of Lambda, or for other operations: by the name that it is imported by, what stands in for it. */
const REPLACED = {
  '@aws-sdk/credential-provider-node': local('environment-credentials.mjs'),
  './fromSharedConfigFiles': local('no-shared-config-files.mjs'),
  '@smithy/core/event-streams': local('no-event-streams.mjs'),
  '@smithy/core/retry': local('no-retries.mjs'),
  './getInstanceMetadataRegion': local('no-instance-metadata.mjs'),
  './Sha256Js': local('no-sha256-in-js.mjs'),
  './defaults-mode/resolveDefaultsModeConfig': local('no-defaults-mode.mjs'),
};

/** The licences that may be redistributed in the package with no more than their text. */
const ALLOWED_LICENSES = '(Apache-2.0 OR MIT OR 0BSD OR ISC OR BSD-3-Clause)';

export default {
  input: local('../src/handler/job-template.lambda.ts'),
  platform: 'node',
  tsconfig: local('../tsconfig.json'),
  transform: {
    target: 'node20',
    // Bodies are Node.js streams, hashes are those of node:crypto. Merely to ask for the type of what the web has makes Node.js load it.
    define: { ReadableStream: 'undefined', Blob: 'undefined', crypto: 'undefined' },
  },
  // Only in ES modules can it be seen that the schemas of other operations are dead code.
  resolve: { mainFields: ['module', 'main'] },
  plugins: [
    {
      name: 'replace',
      resolveId: source => Object.hasOwn(REPLACED, source) ? REPLACED[source] : undefined,
    },
    license({
      thirdParty: {
        output: local('../assets/THIRD-PARTY-LICENSES'),
        allow: { test: ALLOWED_LICENSES, failOnUnlicensed: true, failOnViolation: true },
      },
    }),
  ],
  output: {
    file: local('../assets/handler/index.js'),
    format: 'cjs',
    codeSplitting: false,
    // Modules of Node.js by require: nothing else needs the loader of ES modules.
    dynamicImportInCjs: false,
    minify: true,
  },
};
