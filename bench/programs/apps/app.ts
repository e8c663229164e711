import { App, Stack } from 'aws-cdk-lib';
import { type Content, content } from '../../content';

/** Synthesizes a stack with a number of job templates: `node APP COUNT FOLDER`. */
export function synthesize(declare: (stack: Stack, template: Content) => void): void {
  const [count, outdir] = process.argv.slice(2);
  const app = new App({ outdir });
  const stack = new Stack(app, 'Fleet');
  for (let index = 0; index < Number(count); index++) declare(stack, content(index));
  app.synth();
}
