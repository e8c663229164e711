/** A function that is called once for each argument, and gives the same result after that. */
export function oncePer<Argument, Result>(call: (argument: Argument) => Result): (argument: Argument) => Result {
  const results = new Map<Argument, Result>();
  return argument => {
    const result = results.has(argument) ? results.get(argument)! : call(argument);
    results.set(argument, result);
    return result;
  };
}
