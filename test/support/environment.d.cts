import { TestEnvironment } from 'jest-environment-node';

declare class Environment extends TestEnvironment {
  handleTestEvent(...event: unknown[]): void;
}

export = Environment;
