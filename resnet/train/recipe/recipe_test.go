package recipe

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const valid = `name = "mine"
epochs = 10
batch = 64
[optimizer]
momentum = 0.9
[schedule]
kind = "step"
peak = 0.1
milestones = [5, 7.5]
factor = 0.1
`

func TestBuiltInRecipes(t *testing.T) {
	require.Equal(t, []string{"canvasnet", "keras-resnet34", "keras-resnet34-better", "resnet20", "resnet20-he2015", "resnet56", "transfer"}, Names())
	for _, name := range Names() {
		r, err := Named(name)
		require.NoError(t, err)
		assert.Equal(t, name, r.Name, "a recipe has the name of its file")
	}
}

// TestPaper checks the recipe against He et al., arXiv 1512.03385, §4.2: 64,000 steps of
// 128 pictures, divided by 10 at 32,000 and 48,000.
func TestPaper(t *testing.T) {
	r, err := Named("resnet20-he2015")
	require.NoError(t, err)
	assert.Equal(t, Optimizer{Momentum: 0.9, WeightDecay: 1e-4}, r.Optimizer)
	assert.Equal(t, Augment{Pad: 4, Flip: true}, r.Augment)
	assert.Equal(t, Step, r.Schedule.Kind)
	assert.Equal(t, 0.1, r.Schedule.Peak)
	assert.Equal(t, 0.1, r.Schedule.Factor)
	stepsPerEpoch := math.Ceil(50_000 / float64(r.Batch))
	assert.InDelta(t, 64_000, float64(r.Epochs)*stepsPerEpoch, stepsPerEpoch)
	require.Len(t, r.Schedule.Milestones, 2)
	assert.InDelta(t, 32_000, r.Schedule.Milestones[0]*stepsPerEpoch, stepsPerEpoch)
	assert.InDelta(t, 48_000, r.Schedule.Milestones[1]*stepsPerEpoch, stepsPerEpoch)
}

// TestTutorial checks the recipe against what Keras does by default, but for the
// batch: keras.io/api/optimizers/adam and keras.io/api/models/model_training_apis.
func TestTutorial(t *testing.T) {
	r, err := Named("keras-resnet34")
	require.NoError(t, err)
	assert.Equal(t, Recipe{
		Name: "keras-resnet34", Epochs: 15, Batch: 128, Seed: 1,
		Optimizer: Optimizer{Kind: Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-7},
		Schedule:  Schedule{Kind: Constant, Peak: 1e-3},
	}, r)
	better, err := Named("keras-resnet34-better")
	require.NoError(t, err)
	assert.Equal(t, r.Epochs, better.Epochs, "they are to be compared")
}

func TestNamedListsWhatItKnows(t *testing.T) {
	for _, name := range []string{"soup", "", "../recipe", "resnet20.toml"} {
		_, err := Named(name)
		require.ErrorContains(t, err, "resnet20, resnet20-he2015, resnet56", name)
	}
}

func TestForFallsBack(t *testing.T) {
	own, other := For("resnet20-he2015"), For("resnet152")
	assert.Equal(t, "resnet20-he2015", own.Name)
	assert.Equal(t, "resnet20", other.Name)
}

func TestWithEpochsKeepsShares(t *testing.T) {
	r, err := Parse([]byte(valid))
	require.NoError(t, err)
	half := r.WithEpochs(5)
	assert.Equal(t, 5, half.Epochs)
	assert.Equal(t, []float64{2.5, 3.75}, half.Schedule.Milestones)
	assert.Equal(t, []float64{5, 7.5}, r.Schedule.Milestones, "the original stays as it is")
	assert.Equal(t, 2.0, Recipe{Epochs: 30, Schedule: Schedule{WarmUp: 6}}.WithEpochs(10).Schedule.WarmUp)

	r.Schedule.Milestones = []float64{10}
	for epochs := 1; epochs < 1000; epochs++ {
		require.NoError(t, r.WithEpochs(epochs).Check(), "a share of the whole run does not outgrow it")
	}
	require.ErrorContains(t, r.WithEpochs(0).Check(), "epochs is 0")
	require.ErrorContains(t, Recipe{}.WithEpochs(3).Check(), "warm_up is NaN")
}

func TestParse(t *testing.T) {
	r, err := Parse([]byte(valid))
	require.NoError(t, err)
	assert.Equal(t, Recipe{
		Name: "mine", Epochs: 10, Batch: 64,
		Optimizer: Optimizer{Momentum: 0.9},
		Schedule:  Schedule{Kind: Step, Peak: 0.1, Milestones: []float64{5, 7.5}, Factor: 0.1},
	}, r)
}

func TestParseNamesKeyAndLine(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"at the top", "colour = 1\n" + valid, "recipe: line 1: unknown key colour: want one of name, epochs, batch, seed, "},
		{"in a table", valid + "[augment]\n# learning_rate = 0\n  lr = 1\n", "line 13: unknown key augment.lr: want one of pad, pad_mode, flip, alternating_flip, cutout"},
		{"before another of its name", "[augment]\npad = 1\n[schedule]\npad = 1\n", "line 4: unknown key schedule.pad: want one of kind, "},
		{"a table", valid + "\n[ \"optimiser\" ] # sic\nmomentum = 1\n", "line 12: unknown key optimiser: want"},
		{"a dotted key", valid + "augment.lr = 1", "line 11: unknown key schedule.augment: want"},
		{"an inline table", valid + "[augment]\n[optimizer.x]\ny = {z = 1}\n", "line 12: unknown key optimizer.x: want"},
		{"within an inline table", "epochs = 1\naugment = {pad = 1, lr = 2}\n", "line 2: unknown key augment.lr: want"},
		{"a tables' table", "[a.b]\n", "line 1: unknown key a: want"},
		{"another letter case", "Epochs = 3\n" + valid, "line 1: unknown key Epochs: want"},
		{"Windows line ends", strings.ReplaceAll(valid, "\n", "\r\n") + "lr = 1\r\n", "line 11: unknown key schedule.lr: want"},
		{"twice", valid + "kind = \"cosine\"", "line 11 (last key \"schedule.kind\"): Key 'schedule.kind' has already been defined"},
		{"broken", valid + "initial = \n", `line 11 (last key "schedule.initial"): `},
		{"a text for a number", strings.Replace(valid, "10", `"ten"`, 1), `recipe: line 2 (last key "epochs"): incompatible types`},
		{"a fraction for a count", strings.Replace(valid, "10", "1.5", 1), `recipe: line 2 (last key "epochs"): incompatible types`},
		{"a value for a table", "schedule = 3\n", `line 1 (last key "schedule"): type mismatch`},
		{"too many bytes", strings.Repeat("# a comment\n", 2000), "longer than 16384 bytes"},
		{"a long line", valid + "# " + strings.Repeat("-", 1023), "line 11: 1025 bytes are too many"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.text))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestCheckNamesTheValue(t *testing.T) {
	constant := func(r *Recipe) { r.Schedule = Schedule{Kind: Constant, Peak: 0.1} }
	adam := func(r *Recipe) {
		r.Optimizer = Optimizer{Kind: Adam, Beta1: 0.8, Beta2: 0.99, Epsilon: 1e-8, Decoupled: true}
	}
	oneCycle := func(r *Recipe) { r.Schedule = Schedule{Kind: OneCycle, Peak: 0.1, Initial: 0.01, WarmUp: 2} }
	cosine := func(r *Recipe) { r.Schedule = Schedule{Kind: Cosine, Peak: 0.1, Final: 0.01, WarmUp: 2} }
	step := func(*Recipe) {}
	tests := []struct {
		kind, change func(*Recipe)
		want         string
	}{
		{step, func(r *Recipe) { r.Name = strings.Repeat("n", 65) }, "length of name is 65, want 0 to 64"},
		{step, func(r *Recipe) { r.Schedule.Milestones = make([]float64, 33) }, "number of schedule.milestones is 33, want 0 to 32"},
		{step, func(r *Recipe) { r.Epochs = 0 }, "epochs is 0, want 1 to 1e+06"},
		{step, func(r *Recipe) { r.Epochs = math.MaxInt }, "epochs is"},
		{step, func(r *Recipe) { r.Batch = -1 }, "batch is -1"},
		{step, func(r *Recipe) { r.LabelSmoothing = 1 }, "label_smoothing is 1"},
		{step, func(r *Recipe) { r.EMA = math.NaN() }, "ema is NaN"},
		{step, func(r *Recipe) { r.EMA = 1 }, "ema is 1"},
		{step, func(r *Recipe) { r.Optimizer.Momentum = 1 }, "optimizer.momentum is 1"},
		{step, func(r *Recipe) { r.Optimizer.WeightDecay = -1e-4 }, "optimizer.weight_decay is -0.0001"},
		{step, func(r *Recipe) { r.Schedule.Kind = "" }, `schedule.kind is "", want "constant", "step", "one-cycle" or "cosine"`},
		{step, func(r *Recipe) { r.Optimizer.Kind = "lion" }, `optimizer.kind is "lion", want "sgd" or "adam"`},
		{step, func(r *Recipe) { r.Optimizer.Beta2 = 0.9 }, `optimizer.kind "sgd" has no beta1, beta2 or epsilon: remove them, or choose "adam"`},
		{adam, func(r *Recipe) { r.Optimizer.Nesterov = true }, `optimizer.kind "adam" has no momentum or nesterov: remove them, or choose "sgd"`},
		{adam, func(r *Recipe) { r.Optimizer.Beta1 = 1 }, "optimizer.beta1 is 1, want 0 to 0.9999"},
		{adam, func(r *Recipe) { r.Optimizer.Beta2 = -1 }, "optimizer.beta2 is -1"},
		{adam, func(r *Recipe) { r.Optimizer.Epsilon = math.Inf(1) }, "optimizer.epsilon is +Inf"},
		{constant, func(r *Recipe) { r.Schedule.WarmUp = 1 }, `schedule.kind "constant" has a peak and nothing else`},
		{constant, func(r *Recipe) { r.Schedule.Factor = 0.1 }, `schedule.kind "constant" has a peak and nothing else`},
		{step, func(r *Recipe) { r.Patience = -1 }, "patience is -1"},
		{step, func(r *Recipe) { r.Schedule.Peak = 0 }, "schedule.peak is 0"},
		{step, func(r *Recipe) { r.Schedule.Peak = math.Inf(1) }, "schedule.peak is +Inf"},
		{step, func(r *Recipe) { r.Schedule.Factor = 0 }, "schedule.factor is 0"},
		{step, func(r *Recipe) { r.Schedule.Milestones[1] = 11 }, "schedule.milestones is 11, want 0 to 10"},
		{step, func(r *Recipe) { r.Schedule.Milestones[0] = math.NaN() }, "schedule.milestones is NaN"},
		{step, func(r *Recipe) { r.Schedule.WarmUp = 1 }, `schedule.kind "step" has no initial, final or warm_up`},
		{oneCycle, func(r *Recipe) { r.Schedule.Initial = 0.2 }, "schedule.initial is 0.2, want 0 to 0.1"},
		{oneCycle, func(r *Recipe) { r.Schedule.Final = -1 }, "schedule.final is -1"},
		{oneCycle, func(r *Recipe) { r.Schedule.WarmUp = 11 }, "schedule.warm_up is 11, want 0 to 10"},
		{oneCycle, func(r *Recipe) { r.Schedule.Milestones = []float64{5} }, `schedule.kind "one-cycle" has no milestones or factor`},
		{cosine, func(r *Recipe) { r.Schedule.Factor = 0.1 }, `schedule.kind "cosine" has no milestones or factor`},
		{cosine, func(r *Recipe) { r.Schedule.Initial = 0.01 }, `schedule.kind "cosine" has no initial`},
		{step, func(r *Recipe) { r.EMAEvery = -1 }, "ema_every is -1"},
		{step, func(r *Recipe) { r.EMAEvery = 5 }, "ema_every is set, but ema is not"},
		{step, func(r *Recipe) { r.Augment.Pad = -1 }, "augment.pad is -1"},
		{step, func(r *Recipe) { r.Augment.Pad, r.Augment.PadMode = 4, "mirror" }, `augment.pad_mode is "mirror", want "mean" or "reflect"`},
		{step, func(r *Recipe) { r.Augment.PadMode = Reflect }, "there is no padding: add augment.pad"},
		{step, func(r *Recipe) { r.Augment.Flip, r.Augment.AlternatingFlip = true, true }, "augment.flip and augment.alternating_flip exclude each other"},
		{step, func(r *Recipe) { r.Augment.Cutout = 5000 }, "augment.cutout is 5000"},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			r, err := Parse([]byte(valid))
			require.NoError(t, err)
			test.kind(&r)
			require.NoError(t, r.Check())
			test.change(&r)
			require.ErrorContains(t, r.Check(), test.want)
		})
	}
}

func TestCheckNamesEveryValue(t *testing.T) {
	err := Recipe{}.Check()
	for _, key := range []string{"epochs", "batch", "schedule.peak"} {
		assert.ErrorContains(t, err, key)
	}
}

// TestStringLeavesOutNewKeys keeps checkpoints and weight files of recipes that
// are older than these keys the same.
func TestStringLeavesOutNewKeys(t *testing.T) {
	r, err := Parse([]byte(valid))
	require.NoError(t, err)
	for _, key := range []string{"ema_every", "patience", "optimizer]\n  kind", "beta1", "beta2", "epsilon", "pad_mode", "alternating_flip"} {
		assert.NotContains(t, r.String(), key)
	}
	assert.Contains(t, r.String(), "[optimizer]\n  momentum")
	r.EMA, r.EMAEvery, r.Patience = 0.9, 5, 3
	r.Optimizer = Optimizer{Kind: Adam, Beta1: 0.8, Beta2: 0.99, Epsilon: 1e-8}
	r.Schedule = Schedule{Kind: Constant, Peak: 1e-3}
	r.Augment = Augment{Pad: 4, PadMode: Reflect, AlternatingFlip: true}
	back, err := Parse([]byte(r.String()))
	require.NoError(t, err)
	assert.Equal(t, r, back)
}

func TestStringTellsRecipesApart(t *testing.T) {
	for _, name := range Names() {
		r, err := Named(name)
		require.NoError(t, err)
		back, err := Parse([]byte(r.String()))
		require.NoError(t, err)
		assert.Equal(t, r.String(), back.String())
		back.Seed++
		assert.NotEqual(t, r.String(), back.String())
	}
}

func TestLongestStringCanBeParsed(t *testing.T) {
	r, err := Parse([]byte(valid))
	require.NoError(t, err)
	r.Name = strings.Repeat("\x01", maxName)
	for r.Schedule.Milestones = nil; len(r.Schedule.Milestones) < maxMilestones; {
		r.Schedule.Milestones = append(r.Schedule.Milestones, 1.2345678901234567e-300)
	}
	require.NoError(t, r.Check())
	back, err := Parse([]byte(r.String()))
	require.NoError(t, err)
	assert.Equal(t, r, back)
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.toml")
	require.NoError(t, os.WriteFile(path, []byte(valid), 0o600))
	r, err := Load(path)
	require.NoError(t, err)
	assert.Equal(t, "mine", r.Name)

	require.NoError(t, os.WriteFile(path, []byte(valid+"lr = 1"), 0o600))
	_, err = Load(path)
	require.ErrorContains(t, err, path+": recipe: line 11: unknown key schedule.lr")
	_, err = Load(filepath.Join(dir, "none.toml"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Load(dir)
	require.ErrorContains(t, err, dir)
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(valid))
	for _, name := range Names() {
		data, err := files.ReadFile("recipes/" + name + ".toml")
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte("[[schedule]]\n"))
	f.Add([]byte("augment = {pad = 1, \"\" = 2}\n"))
	f.Add([]byte("name = '''\nlr = 3\n'''\nlr = 3\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Parse(data)
		if err != nil {
			return
		}
		back, err := Parse([]byte(r.String()))
		require.NoError(t, err)
		require.Equal(t, r.String(), back.String())
	})
}
