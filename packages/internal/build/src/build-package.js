#!/usr/bin/env node
// Builds the package in the working directory: ES modules in `dist`, CommonJS in `dist/cjs`.
// Plain JavaScript, because it runs before anything is built.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const commonjs = {
  outDir: 'dist/cjs',
  module: 'commonjs',
  moduleResolution: 'bundler',
  // Allows `import` and `export` in sources of CommonJS output.
  verbatimModuleSyntax: 'false',
  // Only `dist` has build information, because other packages refer to the ES modules.
  composite: 'false',
  incremental: 'false',
  tsBuildInfoFile: 'null',
  declaration: 'true',
  // The output is readable without maps. Without them the package is a third smaller.
  declarationMap: 'false',
  sourceMap: 'false',
}

compile([])
compile(Object.entries(commonjs).flatMap(([option, value]) => [`--${option}`, value]))
// The package.json of the package declares ES modules. Node and TypeScript read the package.json
// that is nearest to a file.
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n')

/** @param {readonly string[]} options */
function compile(options) {
  const { status, error } = spawnSync('tsc', ['-p', 'tsconfig.json', ...options], {
    stdio: 'inherit',
  })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}
