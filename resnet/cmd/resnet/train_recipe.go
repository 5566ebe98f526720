package main

import (
	"fmt"

	"canvasnet/resnet/train/recipe"
)

// loadRecipe reads the recipe and changes what flags ask to.
func (o *trainFlags) loadRecipe() (recipe.Recipe, error) {
	r, err := o.namedRecipe()
	if err != nil {
		return r, err
	}
	if *o.epochs > 0 {
		r = r.WithEpochs(*o.epochs)
	}
	if o.given("seed") {
		r.Seed = o.seed
	}
	if o.given("lr") {
		r = r.WithPeak(o.peak)
	}
	if *o.patience > 0 {
		r.Patience = *o.patience
	}
	switch o.classWeights {
	case "balanced":
		r.ClassWeights = recipe.Balanced
	case "none":
		r.ClassWeights = ""
	}
	if err := r.Check(); err != nil {
		return r, fmt.Errorf("recipe %q: %w", r.Name, err)
	}
	return r, nil
}

// namedRecipe is the recipe of the flag -recipe, or what suits the run.
func (o *trainFlags) namedRecipe() (recipe.Recipe, error) {
	if o.recipe != "" {
		return recipe.Find(o.recipe)
	}
	if o.from != "" {
		return recipe.Named("transfer")
	}
	return recipe.For(o.model), nil
}
