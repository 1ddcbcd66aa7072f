import { createProbes } from '@readyz/core'
import { expect, test } from 'vitest'
import { applicationCharts } from './charts/applications.ts'
import type { Chart } from './charts/chart.ts'
import { databaseCharts } from './charts/databases.ts'
import { nodeCharts } from './charts/node.ts'
import { platformCharts } from './charts/platform.ts'
import { brief, deployment, lintText } from './manifests.ts'

const charts = [...nodeCharts, ...applicationCharts, ...databaseCharts, ...platformCharts]

/** Returns the port numbers of the probes, which the container declares. */
function portsOf(container: string): readonly string[] {
  const numbers = Array.from(container.matchAll(/port: (\d+)/g), ([, port = '']) => port)
  return [...new Set(numbers)].filter((port) => port !== '8000')
}

function manifestOf({ kind, image, container, grace }: Chart): string {
  const pod = grace === undefined ? '' : `terminationGracePeriodSeconds: ${grace}`
  const text = deployment(container, pod, image).replace(
    /( *)- name: http\n.*/,
    (declared, indent) =>
      [declared, ...portsOf(container).map((port) => `${indent}- containerPort: ${port}`)].join(
        '\n',
      ),
  )
  return kind === undefined ? text : text.replace('kind: Deployment', `kind: ${kind}`)
}

test.each(charts)('lint finds the known problems of $chart $version', (chart) => {
  const config = chart.application && createProbes(chart.application).describe()
  expect(brief(lintText(manifestOf(chart), config))).toEqual(chart.findings)
})

test('the list contains more than thirty charts, and some of them have no problems', () => {
  expect(new Set(charts.map(({ chart }) => chart)).size).toBeGreaterThan(30)
  const good = charts.filter(({ findings }) => findings.length === 0)
  expect(good.length).toBeGreaterThan(4)
})
