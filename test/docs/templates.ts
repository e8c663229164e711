import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/** Stands for a part that differs, in documentation and here. */
const GAP = '...';

/** The texts that the files of some folders have, with `...` for each part that is not a literal. @param isWanted which expressions count */
export function textsIn(folders: readonly string[], isWanted: (node: ts.Expression) => boolean = () => true): string[] {
  const files = folders.flatMap(folder => readdirSync(folder, { encoding: 'utf8' })
    .filter(name => /(?<!\.test)\.ts$/.test(name))
    .map(name => join(folder, name)));
  return files.flatMap(file => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const texts: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isExpression(node) && isText(node) && !isPartOfText(node) && isWanted(node)) texts.push(textOf(node));
      ts.forEachChild(node, visit);
    };
    visit(source);
    return texts;
  });
}

/** Whether a text has a quotation, in which `...` stands for anything. */
export function isIn(text: string, quote: string): boolean {
  const pattern = quote.split(GAP).map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*');
  return new RegExp(pattern).test(text);
}

const isJoined = (node: ts.Node): node is ts.BinaryExpression => ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

const isText = (node: ts.Node): boolean => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
  || isJoined(node) && (isText(node.left) || isText(node.right));

const isPartOfText = (node: ts.Node): boolean => isJoined(node.parent);

function textOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => `${GAP}${literal.text}`)].join('');
  if (isJoined(node)) return `${textOf(node.left)}${textOf(node.right)}`;
  return ts.isParenthesizedExpression(node) ? textOf(node.expression) : GAP;
}
