import type { Catalogue } from './en.ts';
import { esData } from './es-data.ts';
import { formatsOf, type Noun } from './formats.ts';

const f = formatsOf('es');

const row = { one: 'fila', other: 'filas' };
const value = { one: 'valor', other: 'valores' };
const partition = { one: 'partición', other: 'particiones' };
const check = { one: 'comprobación', other: 'comprobaciones' };
const file = { one: 'archivo', other: 'archivos' };
const attempt = { one: 'intento', other: 'intentos' };
const times = (count: number) => (count === 1 ? 'una vez' : count === 2 ? 'dos veces' : `${f.number(count)} veces`);
const has = (count: number, noun: Noun) => `${f.counted(count, noun)} ${count === 1 ? 'tiene' : 'tienen'}`;

/** Todas las palabras de un informe, en español. */
export const es: Catalogue = {
  ...esData,

  report: 'Informe de Enjambre',
  contents: 'En esta página',
  titleDescribe: (columns, by) => `Estadísticas de ${columns}${by === '' ? '' : ` por ${by}`}`,
  titleWords: (input) => `Palabras y letras de ${input}`,
  titleOwn: (name) => `Resultado de ${name}`,
  titleFrames: 'Estadísticas por promedios de promedios',
  monthOf: (column) => `mes de ${column}`,
  dayOf: (column) => `día de ${column}`,
  files: (count) => f.counted(count, file),
  what: (job, input, bytes, at) =>
    `Trabajo ${job} sobre ${input}, ${f.bytes(bytes)}, planificado el ${f.dateTime(at)}.`,

  completeRows: 'Completo: cada fila se contó una vez.',
  completeWords: 'Completo: cada palabra se contó una vez.',
  completeDetail: (checks) =>
    checks === 1
      ? 'No es una suposición; está demostrado: se cumple la comprobación del libro de cuentas de abajo.'
      : `No es una suposición; está demostrado: se cumplen las ${f.counted(checks, check)} del libro de cuentas de abajo.`,
  unproven: 'Hay un resultado, pero no se puede demostrar. No lo uses.',
  refused: 'Sin resultado: la entrada incumple las reglas de esta ejecución.',
  jobFailed: (job) => `Sin resultado: falló el trabajo ${job}.`,
  failed: (count) =>
    `Sin resultado: ${count === 1 ? 'falló' : 'fallaron'} ${f.counted(count, partition)}. Las demás se conservan.`,
  unfinished: (done, partitions) =>
    done === 0
      ? 'Sin terminar: ninguna partición está hecha todavía.'
      : `Sin terminar: ${done === 1 ? 'está hecha' : 'están hechas'} ${f.number(done)} de ${f.counted(partitions, partition)}.`,
  interrupted: (done, partitions) =>
    done === 0
      ? 'Interrumpido: ninguna partición está hecha todavía.'
      : `Interrumpido: ${done === 1 ? 'está hecha y se conserva' : 'están hechas y se conservan'} ${f.number(done)} de ${f.counted(partitions, partition)}.`,
  next: 'Siguiente paso:',
  prove: 'Demuéstralo tú, con otros números de particiones:',

  figureRows: 'Filas',
  figureWords: 'Palabras',
  figureValues: 'Valores',
  figureGroups: 'Grupos',
  figureFiles: 'Archivos',
  figureLetters: 'Letras',
  figureLines: 'Líneas',
  figureTime: 'Tiempo',
  figurePartitions: 'Particiones',
  figureWorkers: 'Procesos',

  oddHeading: 'Qué llamó la atención',
  oddNothing: 'Nada fuera de lo normal.',
  oddNothingYet: 'Hasta ahora, nada fuera de lo normal.',
  oddNothingRows:
    'No faltó ningún valor ni hubo valores inválidos, ninguna fila tuvo campos de más o de menos y ninguna partición tuvo que repetirse.',
  oddNothingFields: 'Ninguna fila tuvo campos de más o de menos y ninguna partición tuvo que repetirse.',
  oddNothingWords: 'Ninguna partición tuvo que repetirse.',
  oddRagged: (ragged) =>
    `${has(ragged, row)} más o menos campos que la cabecera. Se ${ragged === 1 ? 'usó' : 'usaron'} donde el campo existe.`,
  oddMissing: (column, missing, rows) =>
    `${column}: ${missing === 1 ? 'falta' : 'faltan'} ${f.counted(missing, value)} (${f.percent(missing / rows)}).`,
  oddInvalid: (column, invalid, rows, example) =>
    `${column}: ${f.counted(invalid, value)} no ${invalid === 1 ? 'es un número' : 'son números'} (${f.percent(invalid / rows)})${example === '' ? '' : `, por ejemplo ${example}`}.`,
  oddUnused: 'Los valores que faltan y los inválidos no entran en ninguna estadística.',
  oddMoreColumns: (count) =>
    `${has(count, { one: 'columna más', other: 'columnas más' })} valores que faltan o inválidos; véase más abajo.`,
  oddRetries: (failed) =>
    `${failed === 1 ? 'Falló' : 'Fallaron'} ${f.counted(failed, attempt)} y se ${failed === 1 ? 'repitió' : 'repitieron'}. Lo que falló no está en el resultado.`,
  oddFailures: (failed) => `${failed === 1 ? 'Falló' : 'Fallaron'} ${f.counted(failed, attempt)}:`,
  oddRecut: (recut) =>
    `${f.counted(recut, partition)} ${recut === 1 ? 'empezaba dentro de un campo entre comillas: se cortó en su sitio y se repitió' : 'empezaban dentro de un campo entre comillas: se cortaron en su sitio y se repitieron'}. Eso cuesta tiempo, pero no cambia nada.`,
  oddSessions: (resumed) =>
    `La ejecución se detuvo y se reanudó ${times(resumed)}. Lo que ya estaba hecho se conservó.`,

  findings: {
    'no-text': (count, names) =>
      `${f.counted(count, file)} no ${count === 1 ? 'es' : 'son'} texto y no se ${count === 1 ? 'contó' : 'contaron'}: ${names}.`,
    'earlier-runs': (count, names) =>
      `${f.counted(count, { one: 'carpeta de una ejecución anterior no se contó', other: 'carpetas de ejecuciones anteriores no se contaron' })}: ${names}.`,
    'found-twice': (count, names) =>
      `${f.counted(count, file)} ${count === 1 ? 'apareció' : 'aparecieron'} otra vez y se ${count === 1 ? 'contó' : 'contaron'} una sola vez: ${names}.`,
    latin1: (count, names) =>
      `${f.counted(count, file)} no ${count === 1 ? 'es' : 'son'} UTF-8 válido y se ${count === 1 ? 'leyó' : 'leyeron'} como Latin-1: ${names}.`,
  },

  noRows: 'no hay filas debajo de la cabecera.',
  noWords: 'no hay palabras en la entrada.',
  oneColumn: (column) => `la cabecera es una sola columna, ${JSON.stringify(column)}: ¿es correcto el --delimiter?`,
  ragged: (ragged, rows, delimiter) =>
    `${f.number(ragged)} de ${f.counted(rows, row)} ${ragged === 1 ? 'tiene' : 'tienen'} más o menos campos que la cabecera: ¿es "${delimiter}" el delimitador?`,
  otherDecimal: (column, invalid, example, other) =>
    `${f.counted(invalid, value)} de ${JSON.stringify(column)} no ${invalid === 1 ? 'es un número' : 'son números'}, por ejemplo ${JSON.stringify(example)}: prueba --decimal ${other}`,
  noNumber: (column) => `${JSON.stringify(column)} no contiene ningún número.`,
  mostlyInvalid: (column, invalid, values) =>
    `${f.number(invalid)} de ${f.counted(values, value)} de ${JSON.stringify(column)} no ${invalid === 1 ? 'es un número' : 'son números'}.`,
  longWindow: (window, columns) =>
    `una ventana móvil de ${window} es más larga que todos los valores de ${columns}: usa un --window más pequeño.`,
  andMore: (count) => `y ${f.number(count)} más`,

  timelineHeading: 'Quién trabajó y cuándo',
  timelineIntro: (partitions, lanes, hosts) => {
    const machines = f.counted(hosts, { one: 'máquina', other: 'máquinas' });
    const all = f.counted(partitions, partition);
    if (partitions === 1)
      return `Cada barra es un intento de procesar una partición. Aquí hay una sola, en ${machines}.`;
    if (lanes === 1) return `Cada barra es un intento de procesar una partición. ${all}, una tras otra en ${machines}.`;
    return `Cada barra es un intento de procesar una partición. ${all} en ${machines}, hasta ${f.number(lanes)} a la vez: las barras que están una debajo de otra trabajaron al mismo tiempo.`;
  },
  timelineMerged: (bars) =>
    `Tantas particiones se dibujan como ${f.number(bars)} barras: cada una representa varias seguidas.`,
  timelineSlowest: (name, ms) => `La partición ${name} fue la que más tardó, ${f.duration(ms)}.`,
  timelinePauses: 'No se muestran las pausas entre detener y reanudar.',
  timelineTitle: 'Los intentos en el tiempo',
  lane: (host, number) => `${host} · ${number}`,
  laneCombine: 'combinar',
  barOne: (name, ms) => `partición ${name}, ${f.duration(ms)}`,
  barMany: (first, last, count) => `particiones ${first} a ${last} (${f.number(count)})`,
  barCombine: (ms) => `combinar, ${f.duration(ms)}`,
  failureAt: (name, attemptNumber) =>
    attemptNumber === 0 ? `Partición ${name}` : `Partición ${name}, intento ${attemptNumber}`,

  ledgerHeading: 'Libro de cuentas: la demostración',
  ledgerIntro:
    'Una ejecución solo está terminada si se cumplen estas leyes. Juntas dicen que las particiones cubren la entrada con exactitud y que cada parte se contó una vez.',
  ledgerNone: 'El libro de cuentas no se puede leer, así que no hay nada demostrado.',
  holds: 'se cumple',
  holdsNot: 'no se cumple',
  lawTiles: 'Las particiones cubren toda la entrada, sin huecos y sin solaparse.',
  lawTilesDetail: (ranges, bytes) =>
    `${ranges === 1 ? 'Un solo trozo' : `${f.counted(ranges, { one: 'trozo', other: 'trozos' })}, uno al lado del otro`}: ${f.counted(bytes, { one: 'byte', other: 'bytes' })}.`,
  lawProcessed: 'Se procesaron todas las particiones.',
  lawProcessedDetail: (done, partitions) => `${f.number(done)} de ${f.counted(partitions, partition)}.`,
  lawChain:
    'Cada partición empieza justo donde terminó la anterior, así que ningún registro se corta ni se lee dos veces.',
  lawChainWords:
    'Cada partición empieza justo donde terminó la anterior, así que ninguna palabra se corta ni se lee dos veces.',
  lawChainDetail: (cuts) =>
    cuts === 0
      ? 'Ningún corte cae dentro de un archivo.'
      : `${f.counted(cuts, { one: 'corte', other: 'cortes' })} dentro de archivos.`,
  lawNotYet: (done, partitions) =>
    done === 0
      ? 'Todavía no se sabe: ninguna partición está hecha.'
      : `Todavía no se sabe: ${done === 1 ? 'está hecha' : 'están hechas'} ${f.number(done)} de ${f.counted(partitions, partition)}.`,
  lawEnds: 'Cada archivo se leyó hasta su último byte.',
  lawEndsDetail: (count) => `${f.counted(count, file)}.`,
  lawText: 'Cada byte de texto se contó una vez.',
  lawTextDetail: (bytes, packed) =>
    `${f.counted(bytes, { one: 'byte', other: 'bytes' })}${packed === 0 ? '' : `, y ${f.counted(packed, { one: 'archivo gzip demostrado', other: 'archivos gzip demostrados' })} por su suma de verificación`}.`,
  lawFiles: 'Cada archivo tiene su línea en el resultado.',
  lawOutput: 'Los archivos que escribió el trabajo están junto al resultado, sin cambios.',
  lawColumn: (column) => `${column}: los valores, los que faltan y los inválidos suman las filas.`,
  lawColumnDetail: (count, missing, invalid, rows) =>
    `${f.number(count)} + ${f.number(missing)} + ${f.number(invalid)} = ${f.number(count + missing + invalid)}; ${f.counted(rows, row)}.`,

  problemsHeading: 'Valores que faltan y valores inválidos',
  problemsIntro:
    'Falta: el campo está vacío o lo dice, como NaN o N/A. Inválido: dice otra cosa que no es un número. Ambos se cuentan.',
  problemsPlaces: 'Los primeros valores inválidos y dónde están',
  problemColumn: 'Columna',
  problemText: 'Texto',
  problemFile: 'Archivo',
  problemLine: 'Línea',
  problemByte: 'Byte',
  problemShare: 'Sin usar',

  repeatHeading: 'Cómo repetirlo',
  repeatIntro:
    'La misma orden con los mismos archivos da las mismas cifras, con cualquier número de particiones y de procesos. Escríbela en la carpeta que contiene lo que nombra:',
  repeatIntroFrames:
    'Este trabajo ve bloques de filas: la misma orden con los mismos archivos da las mismas cifras con los mismos --partitions y --chunk-rows, con cualquier número de procesos. Escríbela en la carpeta que contiene lo que nombra:',
  repeatInput: 'Entrada',
  repeatOptions: 'Opciones',
  repeatRun: 'Esta ejecución',
  valueColumn: 'Valor',
  runId: 'Ejecución',
  runVersion: 'Versión',
  runRuntime: 'Se ejecutó en',
  runEngine: 'Motor',
  runJob: 'Archivo del trabajo',
  inputIdentity: 'Identidad',
  inputDialect: (delimiter, decimal, encoding) =>
    `delimitador ${delimiter === '\t' ? 'tabulador' : `"${delimiter}"`}, separador decimal "${decimal}", ${encoding}`,
  inputEncoding: 'Escrito como',
  moreFiles: (count) => `y ${f.counted(count, { one: 'archivo más', other: 'archivos más' })}`,
  footer: (version) => `Hecho por Enjambre ${version} a partir de la carpeta de la ejecución. Las horas son UTC.`,
};
