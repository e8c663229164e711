import { fileURLToPath } from 'node:url';
import license from 'rollup-plugin-license';

const local = path => fileURLToPath(new URL(path, import.meta.url));

/** Parts of the SDK that run only outside of Lambda or for other operations: the name of the import, and its replacement. */
const REPLACED = {
  '@aws-sdk/credential-provider-node': local('environment-credentials.mjs'),
  './fromSharedConfigFiles': local('no-shared-config-files.mjs'),
  '@smithy/core/event-streams': local('no-event-streams.mjs'),
  '@smithy/core/retry': local('no-retries.mjs'),
  './getInstanceMetadataRegion': local('no-instance-metadata.mjs'),
  './Sha256Js': local('no-sha256-in-js.mjs'),
  './defaults-mode/resolveDefaultsModeConfig': local('no-defaults-mode.mjs'),
};

/** Licenses that allow the package to redistribute code with the license text alone. */
const ALLOWED_LICENSES = '(Apache-2.0 OR MIT OR 0BSD OR ISC OR BSD-3-Clause)';

export default {
  input: local('../src/handler/job-template.lambda.ts'),
  platform: 'node',
  tsconfig: local('../tsconfig.json'),
  transform: {
    target: 'node20',
    // Bodies are Node.js streams, and hashes come from node:crypto. Even `typeof` of a web API makes Node.js load that API.
    define: { ReadableStream: 'undefined', Blob: 'undefined', crypto: 'undefined' },
  },
  // The bundler recognizes the schemas of other operations as dead code only in ES modules.
  resolve: { mainFields: ['module', 'main'] },
  plugins: [
    {
      name: 'replace',
      resolveId: source => Object.hasOwn(REPLACED, source) ? REPLACED[source] : undefined,
    },
    {
      // Nothing reads them.
      name: 'leave out the descriptions of Regions',
      transform: (code, id) => id.endsWith('/util-endpoints/lib/aws/partitions.js') ? code.replaceAll(/"description": "[^"]*"/g, '') : undefined,
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
    // require loads the modules of Node.js. Nothing else needs the loader of ES modules.
    dynamicImportInCjs: false,
    minify: true,
    // Annotations are for bundlers only.
    comments: { annotation: false },
  },
};
