import { fileURLToPath } from 'node:url';
import config from '../bundle/rolldown.config.mjs';

const local = path => fileURLToPath(new URL(path, import.meta.url));
const [license] = config.plugins.slice(-1);

/** The floor of the cold start is bundled as the library's function. */
export default {
  ...config,
  input: local('programs/floor-handler.ts'),
  plugins: config.plugins.filter(plugin => plugin !== license),
  output: { ...config.output, file: local('../.cache/bench/handler/floor.js') },
};
