/** A desired state that the handler refuses, although AWS IoT may accept it. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    // Stryker disable next-line StringLiteral: the message says everything, and the name only helps to debug
    this.name = 'Refusal';
  }
}

/** A refusal before the result of the handler's own calls has shown. */
export class UnsettledRefusal extends Refusal {}
