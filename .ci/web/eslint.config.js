import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['**/wasm_exec.js', '**/cache.js'] },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module', globals: globals.browser },
    rules: {
      eqeqeq: 'error',
      'no-unused-vars': ['error', { args: 'after-used' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  { files: ['**/sw.js', '**/worker.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['**/sw.js'], languageOptions: { sourceType: 'script' } },
  { files: ['**/test/*.js'], languageOptions: { globals: globals.node } },
];
